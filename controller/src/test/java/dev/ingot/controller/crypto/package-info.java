/** Tests of the vault. */
@NullMarked
package dev.ingot.controller.crypto;

import org.jspecify.annotations.NullMarked;
