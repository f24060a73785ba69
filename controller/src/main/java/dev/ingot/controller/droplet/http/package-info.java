/** The endpoints of droplets. */
@NullMarked
package dev.ingot.controller.droplet.http;

import org.jspecify.annotations.NullMarked;
