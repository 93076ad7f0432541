"""The dashboard: ``sidelines serve``, or ``streamlit run dashboard.py``. What it is made of lies in ``pages/``.

Streamlit's server finds ``app`` here, with the addresses beside the pages, and runs this same file for every reader.
"""

import streamlit as st

from pages.shared import api, frame, warm

app = st.App("dashboard.py", routes=api.routes(), lifespan=warm.lifespan)

if __name__ == "__main__":
    frame.main()
