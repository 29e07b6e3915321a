"""How staff shape a service: its file as a document that is edited place by place."""
