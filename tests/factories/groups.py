"""People with posts, and savings groups, in the provinces and districts that migrations load."""

import factory
from factory.django import DjangoModelFactory

from groups.enums import Role
from groups.models import District, Post, Province, SavingsGroup, User

ARANYAPRATHET = "2706"
SA_KAEO = "27"
PASSWORD = "a-long-enough-password"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    title = "นาย"
    first_name = factory.Sequence(lambda n: f"สมชาย{n}")
    last_name = "ใจดี"
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password(PASSWORD)


class PostFactory(DjangoModelFactory):
    """A post of `role`, in Aranyaprathet or Sa Kaeo or for 2563 where its role needs a scope."""

    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    role = Role.STAFF

    @factory.lazy_attribute
    def district(self):
        local = self.role in (Role.DISTRICT, Role.DISTRICT_HEAD)
        return District.objects.get(code=ARANYAPRATHET) if local else None

    @factory.lazy_attribute
    def province(self):
        provincial = self.role in (Role.PROVINCE, Role.PROVINCE_HEAD)
        return Province.objects.get(code=SA_KAEO) if provincial else None

    @factory.lazy_attribute
    def year(self):
        return 2563 if self.role in (Role.MEMBER, Role.CHAIR) else None


class SavingsGroupFactory(DjangoModelFactory):
    class Meta:
        model = SavingsGroup

    name = factory.Sequence(lambda n: f"กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย {n}")
    district = factory.LazyFunction(lambda: District.objects.get(code=ARANYAPRATHET))
    subdistrict = "ท่าข้าม"
    village_number = 2
    village = "บ้านโสนน้อย"
