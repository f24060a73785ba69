package dev.ingot.webui.apps;

import dev.ingot.webui.page.RouteLink;
import java.util.List;

/**
 * One app in the list.
 *
 * @param health `ok`, `busy`, `bad` or `off`: names a colour; `state` says it in words
 */
record AppRow(String guid, String name, String place, String health, String state, String instances, String memory, List<RouteLink> routes) {}
