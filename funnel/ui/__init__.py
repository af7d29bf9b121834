"""The room with Streamlit and Plotly."""
