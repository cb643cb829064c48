"""The language of a text, from one paragraph."""

import pytest

from detente.articles import language_of

PARAGRAPHS = {
    "en": "The two ministers met in the capital on Monday and said that they would keep talking about trade, although neither of them expected an agreement before the end of the year.",
    "fr": "Les deux ministres se sont rencontrés lundi dans la capitale et ont déclaré qu'ils continueraient à parler du commerce, même si aucun des deux n'attendait un accord avant la fin de l'année.",
    "de": "Die beiden Minister trafen sich am Montag in der Hauptstadt und sagten, dass sie weiter über den Handel sprechen wollen, auch wenn keiner von ihnen mit einer Einigung vor dem Ende des Jahres rechnet.",
    "es": "Los dos ministros se reunieron el lunes en la capital y dijeron que seguirían hablando del comercio, aunque ninguno de los dos esperaba un acuerdo antes de que termine el año.",
    "pt": "Os dois ministros reuniram-se na segunda-feira na capital e disseram que vão continuar a falar do comércio, embora nenhum deles espere um acordo antes do fim do ano e da cimeira.",
    "it": "I due ministri si sono incontrati lunedì nella capitale e hanno detto che continueranno a parlare di commercio, anche se nessuno dei due si aspetta un accordo prima della fine dell'anno.",
    "nl": "De twee ministers hebben elkaar maandag in de hoofdstad ontmoet en zeiden dat ze over de handel blijven praten, ook al verwacht geen van beiden een akkoord voor het einde van het jaar.",
    "id": "Kedua menteri itu bertemu pada hari Senin di ibu kota dan mengatakan bahwa mereka akan terus berbicara tentang perdagangan yang tidak dapat diselesaikan dalam tahun ini oleh para pihak.",
    "tr": "İki bakan pazartesi günü başkentte bir araya geldi ve ticaret için görüşmeye devam edeceklerini söyledi, ama bu yıl bir anlaşma beklemiyorlar ve daha çok zaman gerekiyor gibi görünüyor.",
    "ru": "Министры встретились в понедельник в столице и заявили, что продолжат переговоры о торговле.",
    "uk": "Міністри зустрілися в понеділок у столиці й заявили, що продовжать переговори про торгівлю.",
    "zh": "两国外长星期一在首都举行会谈,双方同意继续就贸易问题保持沟通,并安排下一轮对话。",
    "ja": "両国の外相は月曜日に首都で会談し、貿易について協議を続けることで一致した。",
    "ko": "양국 외교장관은 월요일 수도에서 만나 무역에 관한 협의를 계속하기로 했다.",
    "ar": "التقى الوزيران يوم الاثنين في العاصمة وقالا إنهما سيواصلان الحديث عن التجارة.",
    "fa": "وزیران دو کشور روز دوشنبه در پایتخت دیدار کردند و گفتند گفتگو درباره تجارت را پی می‌گیرند.",
    "hi": "दोनों मंत्रियों ने सोमवार को राजधानी में मुलाकात की और कहा कि वे व्यापार पर बातचीत जारी रखेंगे।",
}


@pytest.mark.parametrize("code", PARAGRAPHS)
def test_one_paragraph_is_enough(code: str) -> None:
    assert language_of(PARAGRAPHS[code]) == code


@pytest.mark.parametrize("text", ["", "Hello.", "12 34 56", "Antony Blinken"])
def test_too_little_is_not_told(text: str) -> None:
    assert language_of(text) is None
