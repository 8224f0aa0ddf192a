namespace MusicGen.Silo.Health;

/// <summary>One thing that must hold before requests are sent to this process. Add further ones as singletons of this type.</summary>
/// <remarks>Called for every probe, by several at once: it answers in milliseconds, from what it knows already where finding out takes longer.</remarks>
public interface IReadinessCheck
{
    /// <summary>What it looks at, in one lower-case word.</summary>
    string Name { get; }

    /// <summary>Looks.</summary>
    /// <returns>A sentence that says what is wrong; null: nothing is. It goes to whoever can reach the port, so it names no keys, addresses or paths.</returns>
    ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken);
}
