using MusicGen.Cli.Tests;

[assembly: AssemblyFixture(typeof(RunningService))]

namespace MusicGen.Cli.Tests;

/// <summary>Tests that talk to the one service, one after the other: it has one training slot.</summary>
[CollectionDefinition]
public sealed class ServiceTests : ICollectionFixture<PublishedModel>;
