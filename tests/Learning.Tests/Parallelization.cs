using Xunit.Sdk;
using Xunit.v3;

// Torch's random numbers and thread count belong to the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
