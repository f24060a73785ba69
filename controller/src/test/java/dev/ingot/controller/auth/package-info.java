/** Tests of who may what. */
@NullMarked
package dev.ingot.controller.auth;

import org.jspecify.annotations.NullMarked;
