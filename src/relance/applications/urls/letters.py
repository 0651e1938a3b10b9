from django.urls import path
from django.http import HttpResponse

urlpatterns = [
    path("<slug:authority>/courriers/lots/<int:pk>/", lambda r, **k: HttpResponse(""), name="letter_run")
]
