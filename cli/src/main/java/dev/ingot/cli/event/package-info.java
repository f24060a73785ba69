/** What happened to an app. */
@NullMarked
package dev.ingot.cli.event;

import org.jspecify.annotations.NullMarked;
