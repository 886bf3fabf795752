"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("piani.urls")),
    path("", include("obiettivi.urls")),
    path("valutazioni/", include("valutazioni.urls")),
    path("admin/", admin.site.urls),
]
