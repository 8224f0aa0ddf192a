using MusicGen.Contracts.Training;

namespace MusicGen.Inference.Decoding;

/// <summary>What a network remembers of some sequences, each in a slot of its own, and their steps.</summary>
/// <remarks>A slot starts with the memory of nothing. Any slots can take part in a step, in any order, whatever the others do. One thread at a time.</remarks>
public abstract class DecoderBatch
{
    private readonly Decoder _decoder;
    private readonly int[] _steppedIn; // the step that a slot last took part in
    private readonly int[] _slot = new int[1];
    private readonly int[] _token = new int[1];
    private int _step;

    private protected DecoderBatch(Decoder decoder, int slots)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slots);
        (_decoder, Slots) = (decoder, slots);
        _steppedIn = new int[slots];
    }

    public ModelShape Shape => _decoder.Shape;

    public int Slots { get; }

    /// <summary>Takes in one word for each of some slots and says, for the first of them, how likely each word is to come next. Allocates nothing.</summary>
    /// <param name="slots">Each at most once.</param>
    /// <param name="tokens">A word's id for each of the slots.</param>
    /// <param name="drawn">For how many of the slots, from the first on, logits are wanted.</param>
    /// <param name="logits">Receives (drawn, V): natural logarithms of likelihoods that are not yet scaled to a sum of one.</param>
    /// <exception cref="ArgumentException">A length does not fit, a slot is there twice, or a slot or a word does not exist.</exception>
    public void Step(ReadOnlySpan<int> slots, ReadOnlySpan<int> tokens, int drawn, Span<float> logits)
    {
        if (tokens.Length != slots.Length) throw new ArgumentException($"There are {slots.Length} slots, but {tokens.Length} words.", nameof(tokens));
        if ((uint)drawn > (uint)slots.Length) throw new ArgumentOutOfRangeException(nameof(drawn), drawn, $"There are {slots.Length} slots.");
        if (logits.Length != drawn * Shape.VocabularySize) throw new ArgumentException($"There is room for {logits.Length} logits, not for {drawn} × {Shape.VocabularySize}.", nameof(logits));
        _step++;
        for (var row = 0; row < slots.Length; row++)
        {
            RequireSlot(slots[row]);
            if (_steppedIn[slots[row]] == _step) throw new ArgumentException($"Slot {slots[row]} is there twice.", nameof(slots));
            _steppedIn[slots[row]] = _step;
            if ((uint)tokens[row] >= (uint)Shape.VocabularySize) throw new ArgumentOutOfRangeException(nameof(tokens), tokens[row], "There is no such word.");
        }
        StepLayers(slots, tokens);
        Head(slots[..drawn], logits);
    }

    /// <summary>Takes in one word for one slot.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="token">The word's id.</param>
    /// <param name="logits">Receives (V), or is empty where no logits are wanted.</param>
    /// <exception cref="ArgumentException">As in the step of many.</exception>
    public void Step(int slot, int token, Span<float> logits)
    {
        (_slot[0], _token[0]) = (slot, token);
        Step(_slot, _token, logits.IsEmpty ? 0 : 1, logits);
    }

    /// <summary>Lets a slot forget everything.</summary>
    public void Clear(int slot)
    {
        RequireSlot(slot);
        ClearSlot(slot);
    }

    /// <summary>Lets a slot remember what another does, from where both can go on differently.</summary>
    public void Copy(int from, int to)
    {
        RequireSlot(from);
        RequireSlot(to);
        CopySlot(from, to);
    }

    /// <summary>A copy of what a slot remembers, for any batch of the same decoder.</summary>
    public DecoderState Save(int slot)
    {
        RequireSlot(slot);
        return SaveSlot(slot);
    }

    /// <summary>Lets a slot remember what was saved.</summary>
    /// <exception cref="ArgumentException">The state is of another decoder: one that was loaded by itself counts as another, even from the same file.</exception>
    public void Restore(int slot, DecoderState state)
    {
        RequireSlot(slot);
        if (!ReferenceEquals(state.Decoder, _decoder)) throw new ArgumentException("The state is of another decoder.", nameof(state));
        RestoreSlot(slot, state);
    }

    private protected abstract void StepLayers(ReadOnlySpan<int> slots, ReadOnlySpan<int> tokens);

    private protected abstract void Head(ReadOnlySpan<int> slots, Span<float> logits);

    private protected abstract void ClearSlot(int slot);

    private protected abstract void CopySlot(int from, int to);

    private protected abstract DecoderState SaveSlot(int slot);

    private protected abstract void RestoreSlot(int slot, DecoderState state);

    private void RequireSlot(int slot)
    {
        if ((uint)slot >= (uint)Slots) throw new ArgumentOutOfRangeException(nameof(slot), slot, $"There are {Slots} slots.");
    }
}
