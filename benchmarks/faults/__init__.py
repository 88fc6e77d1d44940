"""`make faults`: SIGKILL the senders of 500 mails at random moments and at the worst ones, then
count at the other end. A naive sender goes through the same, and must fail (quality.md)."""
