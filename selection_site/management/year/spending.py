"""Money: the allocation and its letters, then what provinces and districts buy."""

from datetime import timedelta

from budgets.enums import Buyer, BuyingStep
from budgets.models import Allocation
from budgets.services import approve, begin, propose, record_step
from reports.models import Letter
from reports.selectors.agency import agency, missing
from reports.services import make_letters, order_letters, save_agency
from selection_site.management.year.setting import Counts, Setting, deliver_notices, go_to

# Days after the allocation on which each step of a purchase is done.
PACE = (
    (BuyingStep.SPECIFIED, 2),
    (BuyingStep.REQUESTED, 3),
    (BuyingStep.QUOTED, 5),
    (BuyingStep.AWARDED, 7),
    (BuyingStep.ORDERED, 8),
    (BuyingStep.DELIVERED, 13),
    (BuyingStep.INSPECTED, 14),
    (BuyingStep.PAID, 17),
    (BuyingStep.HANDED_OVER, 18),
)
SELLERS = ("ร้านรุ่งเรืองพาณิชย์", "ห้างหุ้นส่วนจำกัด ทวีทรัพย์การค้า", "ร้านพัฒนาวัสดุ", "ร้านบ้านช่างไม้")


# A made-up signer and number block: what the department uses is its own to say.
LETTERHEAD = {"prefix": "มท 0400", "signer": "นายสมมติ ตัวอย่าง"}


def allocate(setting: Setting) -> Counts:
    """Staff propose the allocation from the released result, the director approves it."""
    go_to(setting.days.second_round_ends_on + timedelta(days=2))
    batch = propose(setting.call, by=setting.cast.staff)
    approve(batch, by=setting.cast.director)
    return {"allocations": batch.allocations.count(), "baht": setting.call.allocated_baht}


def write_letters(setting: Setting) -> Counts:
    """Staff order the award letters; they are numbered at once and made in one job."""
    go_to(setting.days.second_round_ends_on + timedelta(days=3))
    if missing(agency()):
        save_agency(LETTERHEAD, by=setting.cast.administrator)
    order_letters(
        setting.call,
        dated_on=setting.days.second_round_ends_on + timedelta(days=3),
        by=setting.cast.staff,
    )
    make_letters()
    letters = Letter.objects.filter(run__call=setting.call).exclude(path="")
    return {"letters": letters.count(), "notices": deliver_notices()}


def buy(setting: Setting) -> Counts:
    """Every award is spent: one purchase each, step by step, a little left over."""
    start = setting.days.second_round_ends_on + timedelta(days=4)
    allocations = list(Allocation.objects.approved().filter(batch__call=setting.call).for_list())
    for allocation in allocations:
        _buy_for(setting, allocation)
    go_to(start + timedelta(days=20))
    paid = sum(
        Allocation.objects.approved()
        .filter(batch__call=setting.call)
        .values_list("paid_satang", flat=True)
    )
    return {"procured": len(allocations), "paid_satang": paid, "notices": deliver_notices()}


def _buy_for(setting: Setting, allocation: Allocation) -> None:
    start = setting.days.second_round_ends_on + timedelta(days=4)
    submission = allocation.submission
    officer = setting.cast.district[submission.district_id]
    go_to(start)
    purchase = begin(
        allocation,
        by=officer,
        title="วัสดุและงานจ้างตามแผนธุรกิจ",
        buyer=Buyer.DISTRICT,
        seller=setting.chance.choice(SELLERS),
    )
    amount = allocation.amount_satang - setting.chance.randint(0, 900) * 100
    for number, (step, days) in enumerate(PACE, 1):
        day = start + timedelta(days=days)
        go_to(day, hour=15)
        record_step(
            purchase,
            step,
            done_on=day,
            by=officer,
            reference=f"{submission.province.abbreviation} {allocation.rank:02d}/{number}",
            amount_satang=amount if step in (BuyingStep.ORDERED, BuyingStep.PAID) else None,
        )
