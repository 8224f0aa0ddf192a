using MusicGen.Tests.Azurite;

[assembly: AssemblyFixture(typeof(AzuriteServer))]
