using MusicGen.Inference.Model;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Tokens;

namespace MusicGen.Grains.Models;

/// <summary>A model ready to compose; immutable and shared by all who compose with it.</summary>
/// <param name="Network">The weights.</param>
/// <param name="Vocabulary">Its words.</param>
/// <param name="Tokenizer">The language that they are words of.</param>
internal sealed record LoadedModel(LstmModel Network, Vocabulary Vocabulary, Tokenizer Tokenizer);
