"""What people do, one file a deed. Each takes the workspace, who acts on which day, and inputs."""
