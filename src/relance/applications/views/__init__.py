"""Pages of applications: `public` for applicants, the others for officers."""
