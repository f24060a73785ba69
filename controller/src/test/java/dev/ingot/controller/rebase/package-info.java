/** Tests of rebases. */
@NullMarked
package dev.ingot.controller.rebase;

import org.jspecify.annotations.NullMarked;
