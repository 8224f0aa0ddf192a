using System.Runtime.Versioning;
using MusicGen.Cluster.Tests.Failures;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Tests.Azurite;
using Xunit.Sdk;
using Xunit.v3;

// Every test runs several processes and measures how soon they are back: two tests at once would measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(UnbrokenTraining))]
[assembly: AssemblyFixture(typeof(AzuriteServer))]
[assembly: AssemblyFixture(typeof(FigureTable))]
// Signals, /proc and scripts.
[assembly: SupportedOSPlatform("linux")]
