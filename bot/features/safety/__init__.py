"""People's safety: who is kept apart, the code of conduct, reports and who reads them."""
