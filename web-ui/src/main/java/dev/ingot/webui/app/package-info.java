/** One app: instances, routes, builds, events, live log, and what can be done with it. */
@NullMarked
package dev.ingot.webui.app;

import org.jspecify.annotations.NullMarked;
