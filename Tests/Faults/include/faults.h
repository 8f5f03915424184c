// Nothing is called here by name: see faults.c.
#pragma once
