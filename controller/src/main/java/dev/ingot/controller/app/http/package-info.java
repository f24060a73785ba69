/** The endpoints of apps. */
@NullMarked
package dev.ingot.controller.app.http;

import org.jspecify.annotations.NullMarked;
