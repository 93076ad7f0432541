"""What the pages share: the frame, the filters, the way to the data, charts, wording and safe HTML."""
