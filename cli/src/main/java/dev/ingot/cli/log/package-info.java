/** ingot logs. */
@NullMarked
package dev.ingot.cli.log;

import org.jspecify.annotations.NullMarked;
