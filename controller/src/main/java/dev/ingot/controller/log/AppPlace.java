package dev.ingot.controller.log;

/** An app and where it is, as its log lines and measurements are tagged. */
public record AppPlace(String guid, String name, String spaceGuid, String spaceName, String organizationGuid, String organizationName) {}
