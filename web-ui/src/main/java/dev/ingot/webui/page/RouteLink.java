package dev.ingot.webui.page;

import dev.ingot.api.route.Route;
import dev.ingot.webui.session.Origin;

/** A route as something to click: apps are reached by the scheme and port the dashboard is reached by. */
public record RouteLink(String text, String href) {
  public static RouteLink of(Route route, Origin origin) {
    int slash = route.url().indexOf('/');
    String host = slash < 0 ? route.url() : route.url().substring(0, slash);
    String path = slash < 0 ? "" : route.url().substring(slash);
    String port = route.port() == null ? origin.portSuffix() : "";
    return new RouteLink(host + port + path, origin.scheme() + "://" + host + port + path);
  }
}
