@NullMarked
package dev.ingot.controller.registry;

import org.jspecify.annotations.NullMarked;
