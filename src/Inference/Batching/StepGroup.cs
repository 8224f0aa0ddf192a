using MusicGen.Inference.Decoding;

namespace MusicGen.Inference.Batching;

/// <summary>Up to 32 tunes of one model that are stepped together, each in a slot of its own.</summary>
/// <remarks>As many as the decoder takes at once; from eight on, more do not make a word cheaper. One thread.</remarks>
internal sealed class StepGroup
{
    public const int Slots = 32;

    private readonly Action _leave;
    private readonly DecoderBatch _batch;
    private readonly float[] _logits; // (slots, V)
    private readonly bool[] _forbidden;
    private readonly List<Composition> _tunes = new(Slots); // in the slots 0, 1, 2, …
    private readonly int[] _slots = new int[Slots];
    private readonly int[] _words = new int[Slots];

    /// <param name="decoder">The model's.</param>
    /// <param name="leave">Called for each tune that has ended here, before its reader hears of it.</param>
    public StepGroup(Decoder decoder, Action leave)
    {
        _leave = leave;
        _batch = decoder.CreateBatch(Slots);
        _logits = new float[Slots * decoder.Shape.VocabularySize];
        _forbidden = new bool[decoder.Shape.VocabularySize];
    }

    public int Count => _tunes.Count;

    public bool IsFull => _tunes.Count == Slots;

    public void Add(Composition tune)
    {
        if (tune.State is { } state) _batch.Restore(_tunes.Count, state);
        else _batch.Clear(_tunes.Count);
        tune.State = null;
        _tunes.Add(tune);
    }

    /// <summary>Takes the last tune out, to go on elsewhere.</summary>
    public Composition RemoveLast()
    {
        var tune = _tunes[^1];
        tune.State = _batch.Save(_tunes.Count - 1);
        _tunes.RemoveAt(_tunes.Count - 1);
        return tune;
    }

    /// <summary>Steps every tune that does not wait for its reader by one word; those that have ended, failed or been left are gone then.</summary>
    /// <returns>How many were stepped.</returns>
    public int Step()
    {
        RemoveEnded();
        var count = Gather(draw: true, 0);
        var drawn = count;
        count = Gather(draw: false, count);
        if (count == 0) return 0;
        var size = _batch.Shape.VocabularySize;
        _batch.Step(_slots.AsSpan(0, count), _words.AsSpan(0, count), drawn, _logits.AsSpan(0, drawn * size));
        for (var row = 0; row < count; row++)
        {
            var tune = _tunes[_slots[row]];
            if (row >= drawn) tune.Hear();
            else Draw(tune, _logits.AsSpan(row * size, size));
        }
        return count;
    }

    /// <summary>Ends every tune.</summary>
    public void End(Exception reason)
    {
        foreach (var tune in _tunes)
        {
            _leave();
            tune.End(reason);
        }
        _tunes.Clear();
    }

    private int Gather(bool draw, int count)
    {
        for (var slot = 0; slot < _tunes.Count; slot++)
        {
            if (_tunes[slot].IsPaused || _tunes[slot].Draws != draw) continue;
            (_slots[count], _words[count]) = (slot, _tunes[slot].Next);
            count++;
        }
        return count;
    }

    /// <summary>What goes wrong with one tune is that tune's end and nobody else's.</summary>
    private void Draw(Composition tune, ReadOnlySpan<float> logits)
    {
        try
        {
            tune.Draw(logits, _forbidden);
        }
        catch (Exception e)
        {
            tune.Failure = e;
        }
    }

    private void RemoveEnded()
    {
        for (var slot = _tunes.Count - 1; slot >= 0; slot--)
        {
            var tune = _tunes[slot];
            if (tune.IsPaused) tune.Resume();
            if (!tune.IsLeft && tune.Failure is null && (tune.IsPaused || !tune.IsComplete)) continue;
            var last = _tunes.Count - 1;
            if (slot != last) _batch.Copy(last, slot);
            _tunes[slot] = _tunes[last];
            _tunes.RemoveAt(last);
            _leave();
            tune.End(tune.Failure ?? (tune.IsLeft ? new OperationCanceledException("Nobody waits for the tune any more.") : null));
        }
    }
}
