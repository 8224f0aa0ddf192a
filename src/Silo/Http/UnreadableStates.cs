using System.Collections.Concurrent;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Grains;
using MusicGen.Grains.Storage;

namespace MusicGen.Silo.Http;

/// <summary>Lets lists go on without the things whose states are damaged, or of a newer version. Safe for concurrent use.</summary>
/// <remarks>What fails for another reason, such as a store that is away, fails the list: it would fail for all, and comes back by itself.</remarks>
internal sealed partial class UnreadableStates(ILogger<UnreadableStates> log)
{
    /// <summary>A list is asked for over and over, and the operator need hear of each thing once; beyond so many, of none.</summary>
    private const int MostTold = 1_000;

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>Null: its state cannot be read.</summary>
    public async Task<Answer<T>?> TryReadAsync<T>(OwnedKey thing, Func<Task<Answer<T>>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (GrainExceptionHandler.CauseOf(e) is NewerStateException or JsonException)
        {
            if (_told.Count < MostTold && _told.TryAdd($"{typeof(T).Name} {thing}", true)) LogUnreadable(log, e, thing.Owner, thing.Id);
            return null;
        }
    }

    [LoggerMessage(2001, LogLevel.Error, "{Id} of {Owner} is missing from lists: its state cannot be read")]
    private static partial void LogUnreadable(ILogger log, Exception e, string owner, string id);
}
