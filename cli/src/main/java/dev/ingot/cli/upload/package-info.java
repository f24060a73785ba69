/** From a directory on the laptop to a package at the platform; only what the platform lacks is sent. */
@NullMarked
package dev.ingot.cli.upload;

import org.jspecify.annotations.NullMarked;
