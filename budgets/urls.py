from django.urls import path

from budgets.views import allocations, batches, purchases

app_name = "budgets"
urlpatterns = [
    path("", allocations.allocations, name="list"),
    path("<int:year>/", allocations.allocations, name="year"),
    path("<int:year>/batch/", batches.batch, name="batch"),
    path("<int:year>/propose/", batches.propose, name="propose"),
    path("batches/<int:pk>/approve/", batches.approve, name="approve"),
    path("batches/<int:pk>/return/", batches.send_back, name="send_back"),
    path("allocations/<int:pk>/", allocations.detail, name="detail"),
    path("allocations/<int:pk>/purchases/new/", purchases.begin, name="begin"),
    path("purchases/<int:pk>/edit/", purchases.amend, name="amend"),
    path("purchases/<int:pk>/steps/", purchases.record_step, name="record_step"),
    path("entries/<int:pk>/reverse/", purchases.reverse_entry, name="reverse"),
]
