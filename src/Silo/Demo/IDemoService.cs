using MusicGen.Client;

namespace MusicGen.Silo.Demo;

/// <summary>A service that lives as long as the demo.</summary>
internal interface IDemoService : IAsyncDisposable
{
    MusicGenClient Client { get; }
}
