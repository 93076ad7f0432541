"""The dashboard's pages: one thin script each; what they share lies in :mod:`pages.shared`."""
