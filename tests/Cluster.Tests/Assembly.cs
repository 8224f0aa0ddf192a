using System.Runtime.Versioning;
using MusicGen.Cluster.Tests.Training;
using Xunit.Sdk;
using Xunit.v3;

// Every test runs several processes and measures how soon they are back: two tests at once would measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(UnbrokenTraining))]
// Signals, /proc and scripts.
[assembly: SupportedOSPlatform("linux")]
