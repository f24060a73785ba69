/** What cells keep between the builds of an app. */
@NullMarked
package dev.ingot.cli.cache;

import org.jspecify.annotations.NullMarked;
