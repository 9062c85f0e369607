"""What officers, secretaries and publishers fill in. Each form does its act by the workflow."""
