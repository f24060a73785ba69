/** ingot push: from a directory to a running app. */
@NullMarked
package dev.ingot.cli.push;

import org.jspecify.annotations.NullMarked;
