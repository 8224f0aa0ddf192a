namespace MusicGen.Grains.Tests.Ownership;

/// <summary>A grain of somebody's that tells in whose name it is called. Key: <c>{owner}/{id}</c>.</summary>
[Alias("musicgen.tests.ISpyGrain")]
public interface ISpyGrain : IGrainWithStringKey
{
    /// <summary>Null: the service's.</summary>
    [Alias("Caller")]
    Task<string?> Caller();

    /// <summary>The same, from a grain that it calls.</summary>
    [Alias("CallerAt")]
    Task<string?> CallerAt(string spy);

    /// <summary>The same as a stream.</summary>
    [Alias("Callers")]
    IAsyncEnumerable<string> Callers(CancellationToken cancellationToken = default);

    /// <summary>Has a loop and a timer ask another spy, once this call has ended.</summary>
    [Alias("StartWork")]
    Task StartWork(string spy);

    /// <summary>What loop and timer heard.</summary>
    [Alias("Heard")]
    Task<string[]> Heard();
}
