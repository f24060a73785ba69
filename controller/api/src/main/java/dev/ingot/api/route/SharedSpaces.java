package dev.ingot.api.route;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Ref;
import java.util.List;
import java.util.Map;

/** The spaces a route is shared with (source: CF v3 API, "Share a route with other spaces"). */
public record SharedSpaces(List<Ref> data, Map<String, Link> links) {}
