using MusicGen.Contracts.Sessions;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Grains.Sessions;

/// <summary>What a tune's variations have become so far, as events in their one order.</summary>
/// <remarks>
/// Bar b of every variation, by number, comes before bar b + 1 of any; one that has ended is passed over. So the order does not depend on which variation
/// was faster, and an event's number names it on every silo, also after a crash. An event is told when all before it are known.
/// </remarks>
internal sealed class TuneEvents
{
    private static readonly string Bar = Score24Vocabulary.WordOf(Score24Vocabulary.Bar);

    private readonly VariationWords[] _variations;
    private readonly List<(int Variation, int Stretch)> _told = []; // by sequence − 1
    private int _round;
    private int _turn;
    private bool _isClosed;

    /// <param name="settings">The tune's, with its primer.</param>
    public TuneEvents(TuneSettings settings)
    {
        var primerBars = settings.Prefix.Count(word => word == Bar);
        _variations = [.. Enumerable.Range(0, settings.Variations).Select(_ => new VariationWords(settings.Constraints is not null, primerBars))];
    }

    /// <summary>Events that can be told.</summary>
    public int Count => _told.Count;

    /// <summary>Words of each variation so far.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Words => _variations.Select(variation => variation.Words).ToList();

    /// <summary>How far each variation is.</summary>
    public IReadOnlyList<TuneVariation> Variations =>
        _variations.Select((words, index) => new TuneVariation(index + 1, words.Words.Count, words.BarsDone)).ToList();

    /// <summary>An event that can be told.</summary>
    /// <param name="sequence">From 1 to <see cref="Count"/>.</param>
    public TuneEvent Tell(long sequence)
    {
        var (variation, stretch) = _told[checked((int)sequence - 1)];
        return _variations[variation].Tell(stretch, sequence, variation + 1);
    }

    /// <summary>Takes in further words of a variation.</summary>
    public void Add(int variation, IEnumerable<string> words)
    {
        _variations[variation - 1].Add(words);
        Advance();
    }

    /// <summary>Takes in that a variation is complete.</summary>
    public void Complete(int variation)
    {
        _variations[variation - 1].Complete();
        Advance();
    }

    /// <summary>Has no more events told than can be now.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Lets events be told again.</summary>
    public void Reopen()
    {
        _isClosed = false;
        Advance();
    }

    private void Advance()
    {
        while (!_isClosed && _variations[_turn].IsKnown(_round) && (_turn > 0 || HasRound()))
        {
            if (_variations[_turn].LengthOf(_round) > 0) _told.Add((_turn, _round));
            if (++_turn == _variations.Length) (_turn, _round) = (0, _round + 1);
        }
    }

    /// <summary>Whether any variation has, or may yet have, a stretch in this round.</summary>
    private bool HasRound() => _variations.Any(variation => !variation.IsComplete || _round < variation.Begun);
}
