/** The buildpack {@code ingot/nginx}: nginx with the app's own {@code nginx.conf}, in which the port and variables are filled in at launch. */
@NullMarked
package dev.ingot.buildpacks.nginx;

import org.jspecify.annotations.NullMarked;
