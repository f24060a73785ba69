/** Tests of what auth keeps. */
@NullMarked
package dev.ingot.controller.auth.db;

import org.jspecify.annotations.NullMarked;
