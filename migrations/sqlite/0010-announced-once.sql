-- One writer has nobody to announce itself to, so there is nothing to do here: the number keeps both engines in step.
SELECT 1;
