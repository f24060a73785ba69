/** The endpoints of routes and destinations. */
@NullMarked
package dev.ingot.controller.route.http;

import org.jspecify.annotations.NullMarked;
