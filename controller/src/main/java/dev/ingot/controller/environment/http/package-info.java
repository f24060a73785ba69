/** The endpoint of an app's environment. */
@NullMarked
package dev.ingot.controller.environment.http;

import org.jspecify.annotations.NullMarked;
