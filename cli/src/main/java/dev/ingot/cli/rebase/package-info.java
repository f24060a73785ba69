/** `ingot rebase`. */
@NullMarked
package dev.ingot.cli.rebase;

import org.jspecify.annotations.NullMarked;
