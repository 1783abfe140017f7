/// Words too common to say what a text is about: English, and the commonest Vietnamese ones, as syllables.
enum StopWords {
    static func contains(_ word: String) -> Bool {
        all.contains(word)
    }

    private static let all = Set(
        [english, numbersAndTime, documents, vietnamese].flatMap { $0.split(separator: " ").map(String.init) })

    private static let english = """
        about above according across actually after afterwards again against ago all almost alone along already also \
        although always among amongst and another any anybody anyone anything anyway anywhere are around aside away \
        back bad became because become becomes becoming been before began begin behind being below beside besides best \
        better between beyond big both bring brings brought but came can cannot cause certain certainly clear clearly \
        come comes coming could couldn did didn does doesn doing don done down due during each early easily easy either \
        else end enough especially etc even ever every everybody everyone everything everywhere exactly example except \
        far few fewer find first five for former found four from full further gave general generally get gets getting \
        give given gives giving goes going gone good got great had hadn half happen happened happens hard hardly has \
        hasn have haven having hence her here hers herself high him himself his how however indeed instead into isn its \
        itself just keep keeps kept kind knew know known knows large largely last late later least left less lest let \
        like likely little long longer look looks lot lots low made mainly make makes making many may maybe mean means \
        meant meanwhile merely might mine more moreover most mostly much must myself near nearly need needs neither \
        never nevertheless new next nobody none nor not nothing now nowhere obviously off often old once one ones only \
        onto other others otherwise our ours ourselves out over own part particular particularly per perhaps place \
        possible probably put puts quite rather real really same saw say says second see seem seemed seems seen several \
        shall she should shouldn show shown shows similar simply since six slightly small some somebody somehow someone \
        something sometimes somewhere soon still such sure take taken takes taking tell ten than that the their theirs \
        them themselves then thence there thereby therefore these they thing things think third this those though \
        thought three through throughout thus till times together too took toward towards tried tries true try turn two \
        under unless unlike until upon use used useful uses using usually various very via want wants was wasn way ways \
        well went were weren what whatever when whenever where whereas wherever whether which while who whoever whole \
        whom whose why will with within without won would wouldn yes yet you your yours yourself yourselves
        """

    private static let numbersAndTime = """
        seven eight nine eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand \
        thousands million millions billion cent percent dozen times twice half quarter tenth minute minutes hour hours \
        day days week weeks month months year years decade decades century centuries today yesterday tomorrow monday \
        tuesday wednesday thursday friday saturday sunday january february march april june july august september \
        october november december
        """

    /// Words of documents as such, and of the web.
    private static let documents = """
        appendix chapter com contents edu fig figure gov http https org page pages pdf section table www
        """

    private static let vietnamese = """
        anh bạn bằng bị bởi cả các cái càng chỉ chị cho chưa chúng có còn cùng cũng của cứ đã đang đây đấy để đến đều \
        đi điều đó được gì hay hoặc hơn họ khi không lại là lên lúc mà mình mỗi một nào này nên nếu ngay người nhau \
        nhiều như nhưng những nơi nữa ở ông phải qua ra rằng rất rồi sau sẽ tại tất theo thế thể thì tôi tới trên trong \
        trước từ từng và vào vẫn về vì việc với vừa
        """
}
