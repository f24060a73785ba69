package dev.ingot.controller.leader;

/** Spring event: this controller began or ceased to lead. */
public record LeadershipChanged(boolean leads) {}
