/** The environment variables of an app. */
@NullMarked
package dev.ingot.cli.env;

import org.jspecify.annotations.NullMarked;
