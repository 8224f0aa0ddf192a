using System.Runtime.CompilerServices;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Sessions;

/// <summary>What others see of a tune on its way.</summary>
internal sealed partial class GenerationSessionGrain
{
    public async IAsyncEnumerable<TuneEvent> WatchTune(int number, long from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        from = Math.Max(from, 1);
        TuneEvents? events = null;
        while (TuneOf(number).Value is { DeletedAt: null } tune)
        {
            var change = _changed.Next;
            var succeeded = tune.Phase == TunePhase.Succeeded;
            events = EventsOf(tune) ?? events;
            // Only for those who have not watched it, and want more than its end.
            if (succeeded && from <= tune.Events && events?.Count != tune.Events) events = await ReadEventsAsync(tune);
            // More may come while the reader looks at one.
            for (; from <= events?.Count; from++) yield return events.Tell(from);
            if (tune.Phase.HasEnded())
            {
                // Before a crash somebody may have seen more of one that did not succeed, and is to hear of its end as well.
                if (!succeeded) yield return new TuneEvent(Math.Max(from, tune.Events + 1), tune.Phase, []);
                else if (from == tune.Events + 1) yield return new TuneEvent(from, tune.Phase, []);
                yield break;
            }
            await change.WaitAsync(cancellationToken);
        }
    }

    private TuneEvents? EventsOf(TuneSummary tune) => _current is { } current && current.Number == tune.Number ? current.Events : null;

    /// <returns>Null where its files were deleted meanwhile.</returns>
    private async Task<TuneEvents?> ReadEventsAsync(TuneSummary tune)
    {
        TuneEvents? events = null;
        foreach (var variation in tune.Variations)
        {
            if (await TuneRecord.ReadAsync(_blobs, Key, tune.Number, variation.Number) is not { } record) return null;
            events ??= new TuneEvents(record.Settings);
            events.Add(variation.Number, record.Words.Skip(record.Settings.Prefix.Count));
            events.Complete(variation.Number);
        }
        return events;
    }
}
