"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from piani.urls import RADICE_PUBBLICA
from valutazioni.urls import PUBBLICHE

urlpatterns = [
    path("", include("piani.urls")),
    path("", include("obiettivi.urls")),
    re_path(RADICE_PUBBLICA, include(PUBBLICHE)),
    path("valutazioni/", include("valutazioni.urls")),
    path("admin/", admin.site.urls),
]
