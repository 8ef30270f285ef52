"""What single faculties and departments add to the university's policy."""
